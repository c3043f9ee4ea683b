"""What forums announces. One module an aggregate; each class is a committed schema under `contracts/`."""
