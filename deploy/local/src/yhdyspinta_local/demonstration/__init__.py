"""What the demonstration county is furnished with, through the same API as everybody uses."""
