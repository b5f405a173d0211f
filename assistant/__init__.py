"""Questions become answers: understanding, deciding, composing and checking. Imports the knowledge room only."""
