"""The everyday words, the asides and the qualifiers that searching knows, as data files beside this one."""
