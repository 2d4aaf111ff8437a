from django.db import migrations

# One row a statement and day, no lock shared between writers. Statement-level: a batch of 500 visits costs one row.
CREATE = """
CREATE FUNCTION tracing_note_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tracing_ledgerchange (day) SELECT DISTINCT day FROM added;
    RETURN NULL;
END $$;
CREATE FUNCTION tracing_note_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tracing_ledgerchange (day) SELECT day FROM added UNION SELECT day FROM removed;
    RETURN NULL;
END $$;
CREATE FUNCTION tracing_note_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tracing_ledgerchange (day) SELECT DISTINCT day FROM removed;
    RETURN NULL;
END $$;
CREATE TRIGGER note_added AFTER INSERT ON movement_visit
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION tracing_note_added();
CREATE TRIGGER note_changed AFTER UPDATE ON movement_visit
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION tracing_note_changed();
CREATE TRIGGER note_removed AFTER DELETE ON movement_visit
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION tracing_note_removed();
"""
DROP = """
DROP TRIGGER note_removed ON movement_visit;
DROP TRIGGER note_changed ON movement_visit;
DROP TRIGGER note_added ON movement_visit;
DROP FUNCTION tracing_note_removed();
DROP FUNCTION tracing_note_changed();
DROP FUNCTION tracing_note_added();
"""


class Migration(migrations.Migration):
    """The ledger tells which of its days changed since they were sealed."""

    dependencies = [("tracing", "0002_sealed_days"), ("movement", "0002_ledger")]
    operations = [migrations.RunSQL(CREATE, DROP)]
