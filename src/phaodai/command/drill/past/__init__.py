"""The three weeks before the scenario's moment, played through the real services, each deed at its hour."""
