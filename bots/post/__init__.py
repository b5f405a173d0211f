"""The post office: what comes in is kept before it is worked on, what goes out is kept until it is delivered."""
