"""The rules of competitions between agreements."""
