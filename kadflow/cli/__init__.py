"""The command line: the nouns of Kadflow as commands, for people and for scripts."""
