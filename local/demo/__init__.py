"""The three ways of a request, and the five ways in which no PDF may leave, played to their end."""
