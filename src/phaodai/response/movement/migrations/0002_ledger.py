from django.db import migrations

CREATE = """
CREATE TABLE movement_visit (
    client_id uuid NOT NULL,
    day date NOT NULL,
    person_id bigint NOT NULL,
    place_id bigint NOT NULL,
    start_at timestamptz NOT NULL,
    end_at timestamptz,
    source varchar(10) NOT NULL,
    recorded_by_id bigint,
    recorded_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    PRIMARY KEY (client_id, day),
    CONSTRAINT visit_on_its_day CHECK (day = (start_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date),
    CONSTRAINT visit_forward CHECK (end_at >= start_at),
    CONSTRAINT visit_within_a_day CHECK (end_at <= start_at + interval '24 hours')
) PARTITION BY RANGE (day);
CREATE INDEX movement_visit_person ON movement_visit (person_id, start_at) INCLUDE (place_id, end_at);
CREATE INDEX movement_visit_place ON movement_visit (place_id, start_at) INCLUDE (person_id, end_at);
"""


class Migration(migrations.Migration):
    """The ledger: raw DDL, one partition a local day, nothing points at it by foreign key."""

    dependencies = [("movement", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE movement_visit")]
