"""What Một Cửa knows: procedure records, their passages, and how they are found. Imports no other room."""
