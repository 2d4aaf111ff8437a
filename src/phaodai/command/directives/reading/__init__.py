"""Reading a notice: text in, number, date, issuer and tasks out. Pure: no Django, no database, no clock."""
