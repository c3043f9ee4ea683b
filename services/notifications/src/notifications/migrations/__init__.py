"""How the schema `notifications` came to be: `versions/`, in the order of their names. Forward only; run by `chassis.migrate`."""
