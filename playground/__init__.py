"""Classification Playground: watch a neural network learn to classify.

Words that mean one thing everywhere:

Config      one experiment: a flat frozen record of names and numbers; its address spells it
entry       one choice of a registry in ``catalog``
Trainer     trains one Config's network, a step at a time; knows no clock and no visitor
State       a network at one instant on its data; a Trainer is one that moves
view        one thing that can be shown of a State: a folder in ``views``, an entry in ``VIEWS``
frame       the numbers of all that is shown at one instant, as one blob on the wire
probe       the place or point whose outputs a visitor asks about
Run         a Trainer with a status and a speed, in a worker process
key         names a run; who knows it reads and steers the run
worker      a process that trains runs in turn, forked from the fork server
pool        what the server knows of workers and runs
board       what a visitor sees of one run, in the browser; a page may have several
keyframe    a run at the end of one epoch: it can be shown again, and go on from there bit for bit
timeline    the keyframes of a run
generation  differs when the points, their plane or the network's structure do
written out a computation of PyTorch traced once and kept as straight-line Python
"""
