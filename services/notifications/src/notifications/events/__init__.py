"""What notifications announces."""
