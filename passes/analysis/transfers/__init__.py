"""Where the results of ops lie, given where their operands do; a table for each family.

A function takes the op and the range of each operand, unknown where it is absent, and gives that of
each result, or one for all.
"""
