"""The verbs that look at what a build wrote: one module each, the same for the command line and for Python."""
