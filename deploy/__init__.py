"""An office's AWS account: the package that runs there, the stack, the office's own files."""
