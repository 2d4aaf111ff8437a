"""A synthetic city out of a seed: people, places, days, an outbreak and what the scanners saw of it.

Knows neither the database nor the clock. Same seed and size, same city, to the last bit.
"""

from phaodai.command.drill.generator.city import GeneratedCity, generate_city

__all__ = ["GeneratedCity", "generate_city"]
