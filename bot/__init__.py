"""What people say to Cuttings, and what it says back."""
