"""Reading contacts: scope first, then filter; every list has a bounded number of queries."""
