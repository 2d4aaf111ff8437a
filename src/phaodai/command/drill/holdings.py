"""The drill's truth is simulated: it is about nobody."""

from phaodai.core.holdings import declare

declare("drill.TrueInfection", "simulated: the drill's own truth, about invented people")
declare("drill.TrueContact", "simulated: the drill's own truth, about invented people")
