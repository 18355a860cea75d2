"""Is the program in place on this computer, and can Excel use it?"""
