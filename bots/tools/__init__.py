"""What other assistants may call: find a procedure, read it, check a dossier. Facts and their citations, no talk."""
