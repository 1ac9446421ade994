"""The commands of the command line, one file each: what it takes, its examples, and the function it calls."""
