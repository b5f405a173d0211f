"""How good the answers are, as numbers that anyone can rerun. Imports the assistant and knowledge only."""
