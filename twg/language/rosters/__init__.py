"""Reading lists of members as secretariats keep them: pure, and apart in a process of its own (M5).

It imports no capability, so that the process begins soon.
"""
