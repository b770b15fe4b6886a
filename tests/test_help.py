"""Help texts that were false once: what is true stands there, and the old words don't come back.

``learn/test_sentences.py`` tries the facts.
"""

import pytest

from playground.catalog import (
    ACTIVATIONS,
    CLASS_WEIGHTS,
    DATASETS,
    INITIALIZATIONS,
    LOSSES,
    NORMALIZATIONS,
    OPTIMIZERS,
    SCHEDULES,
)
from playground.config import PARAMS

WORDS = [
    # what has the text, words that must stand in it, words that must not
    (DATASETS["circles"], ["no straight line gets more than about three quarters"], ["chance"]),
    (DATASETS["moons"], ["no straight line separates them"], ["smallest"]),
    (PARAMS["noise"], ["Students have it in the score", "Pinwheel 0.05 + 0.3 times it"], []),
    (PARAMS["cluster_std"], ["circle of radius 6", "a quarter as wide across"], []),
    (INITIALIZATIONS["zeros"], ["learn, but as one unit"], ["learn nothing"]),
    (ACTIVATIONS["relu"], ["is 0 for every point gets no gradient"], ["no longer", "dies"]),
    (CLASS_WEIGHTS["balanced"], ["BCE has only pos_weight", "the same ratio"], []),
    (OPTIMIZERS["adagrad"], ["each weight's own rate only falls"], ["shorter"]),
    (PARAMS["l1"], ["|biases|", "near zero", "The shown loss leaves it out"],
     ["drives", "many to zero"]),
    (PARAMS["learning_rate"], ["Factor on the gradient"], ["Length of", "length of a step"]),
    (PARAMS["schedule_epochs"], ["one epoch after its patience"], []),
    (SCHEDULES["plateau"], ["one epoch more than so many"], []),
    (ACTIVATIONS["identity"], ["straight in the network's inputs", "layer normalisation"],
     ["only straight"]),
    (NORMALIZATIONS["batch"], ["then a learned scale and shift"], []),
    (NORMALIZATIONS["layer"], ["then a learned scale and shift"], []),
    (PARAMS["dropout"], ["drawn anew for each point"], []),
    (PARAMS["batch_size"], ["Fewer than all of them", "stochastic"], ["1 is stochastic"]),
    (PARAMS["hidden"], ["linear classifier", "with cross-entropy or BCE, logistic regression"],
     ["Empty: logistic"]),
    (ACTIVATIONS["step"], ["the data teach no layer below", "weight decay and L1 still move"],
     ["nothing below it learns"]),
    (SCHEDULES["one_cycle"], ["down to 1/250,000"], ["to zero"]),
    (SCHEDULES["cosine"], ["nearly zero"], []),
    (PARAMS["stratify"], ["the same share of every part"], ["equal"]),
    (ACTIVATIONS["selu"], ["where weights have deviation 1/√inputs"], []),
    (PARAMS["weight_decay"], ["biases", "The shown loss leaves it out"], []),
    (DATASETS["multilabel"], ["exact match"], []),
    (LOSSES["double_softmax"], ["can't come near zero"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "there", "gone"), WORDS, ids=[entry.label for entry, *_ in WORDS]
)
def test_a_help_text_says_what_is_true_and_no_longer_what_was_false(entry, there, gone):
    assert [words for words in there if words not in entry.help] == []
    assert [words for words in gone if words.lower() in entry.help.lower()] == []
