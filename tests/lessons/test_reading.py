"""Lessons as files: what is read, and that a broken one is named with its line and nothing else."""

import os

import pytest

from playground.config import DEFAULT, Config
from playground.lessons import lessons, nearest
from playground.lessons.front import Broken
from playground.lessons.reading import AS_IT_IS, read

GOOD = """---
number: 2
title: Bent lines
about: What an activation is for.
preset: dataset=xor&hidden=4
beside: dataset=xor&hidden=
names: One layer | None
controls: learning_rate, batch_size
labs: neuron
question: What will it reach?
guess: Half | a.test_accuracy < 0.6
guess: More
answer: a.epoch >= 10
step: Train both. | a.epoch >= 10 and b.epoch >= 10
claim: a.test_accuracy > b.test_accuracy | epochs=10&seed=3 | 2 of 3
claim: a.epoch = 10 | epochs=10
change: Wider | hidden=9
---
The text.

## Why

The reason.
"""


def written(folder, text, name="bent.md"):
    path = folder / name
    path.write_text(text)
    return path


def test_a_lesson_is_read_from_its_file(tmp_path):
    lesson = read(written(tmp_path, GOOD))
    assert (lesson.name, lesson.number, lesson.title) == ("bent", 2, "Bent lines")
    assert lesson.configs == (Config(dataset="xor", hidden=(4,)), Config(dataset="xor", hidden=()))
    assert lesson.names == ("One layer", "None")
    assert lesson.controls == ("learning_rate", "batch_size")
    assert [guess.text for guess in lesson.guesses] == ["Half", "More"]
    assert lesson.guesses[1].holds is None
    assert (lesson.text, lesson.why) == ("The text.", "The reason.")
    claim, plain = lesson.claims
    assert (claim.changes, claim.least, claim.n_seeds) == ({"epochs": "10", "seed": "3"}, 2, 3)
    assert (plain.least, plain.n_seeds) == (1, 1)
    assert [(trial.text, trial.config.hidden) for trial in lesson.trials] == [
        (AS_IT_IS, (4,)),
        ("Wider", (9,)),
    ]


BROKEN = [
    ("---\nnumber: 2", "number: 2", 1, "A lesson begins with a line ---."),
    ("\n---\nThe text", "\nThe text", 22, "There is no second line ---."),
    ("number: 2", "number: two", 2, "The number is a whole one, not “two”."),
    ("title: Bent lines", "titel: Bent lines", 3, "A line begins with one of number, title"),
    ("title: Bent lines", "title:", 3, "“title:” is empty."),
    ("about: What an", "title: What an", 4, "“title:” is there a second time."),
    ("question: What will it reach?\n", "", 17, "“question:” is missing."),
    ("hidden=4", "hiden=4", 5, "Unknown, left out: hiden (hidden?)."),
    ("dataset=xor&hidden=\n", "dataset=sor\n", 6, "dataset sor → xor"),
    ("names: One layer | None\n", "", 17, "Two boards have two names"),
    ("learning_rate, batch", "learning, batch", 8, "Unknown, left out: learning"),
    ("guess: More\n", "", 11, "A question has two guesses at least."),
    ("guess: Half | a.test_accuracy < 0.6", "guess: Half", 11, "Only the last guess"),
    ("answer: a.epoch >= 10", "answer: a.epoc >= 10", 13, "Was “epoch” meant?"),
    (
        "step: Train both. | a.epoch >= 10 and b.epoch >= 10\n",
        "",
        17,
        "A lesson has a step at least.",
    ),
    ("step: Train both. |", "step: Train both.", 14, "A step has a condition behind a |."),
    ("| 2 of 3", "| 2 of 3 | x", 15, "at most 3 parts"),
    ("beside: dataset=xor&hidden=\n", "", 13, "There is no board b without “beside:”."),
    ("| hidden=9", "| hiden=9", 17, "Unknown, left out: hiden (hidden?)."),
    ("| hidden=9", "", 17, "A change has fields behind a |."),
    ("## Why", "## Because", 18, "The text has a part before the line “## Why”"),
]


@pytest.mark.parametrize(("part", "instead", "line", "sentence"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_is_named_with_its_line(part, instead, line, sentence, tmp_path):
    assert part in GOOD
    with pytest.raises(Broken) as error:
        read(written(tmp_path, GOOD.replace(part, instead, 1)))
    assert sentence in str(error.value)
    assert str(error.value).startswith(f"bent.md, line {line}: ")


def test_the_other_lessons_work_beside_a_broken_one(tmp_path):
    written(tmp_path, GOOD)
    written(tmp_path, GOOD.replace("number: 2", "number: 1"), "first.md")
    written(tmp_path, "\x00 nonsense", "broken.md")
    found, complaints = lessons(tmp_path)
    assert list(found) == ["first", "bent"]
    assert complaints == ["broken.md, line 1: A lesson begins with a line ---."]


def test_a_changed_file_is_read_again(tmp_path):
    path = written(tmp_path, GOOD)
    assert lessons(tmp_path)[0]["bent"].title == "Bent lines"
    path.write_text(GOOD.replace("Bent lines", "Other lines"))
    later = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))
    assert lessons(tmp_path)[0]["bent"].title == "Other lines"


def test_the_lesson_that_is_most_like_a_name_is_found():
    names = ["first_boundary", "non_linearity", "blobs"]
    assert nearest("non-linearity", names) == "non_linearity"
    assert nearest("First_Boundry", names) == "first_boundary"
    assert nearest("zzz", names) == nearest("", names) == ""


def test_the_default_experiment_can_be_a_preset(tmp_path):
    text = GOOD.replace("preset: dataset=xor&hidden=4", "preset: dataset=moons")
    assert read(written(tmp_path, text)).configs[0] == DEFAULT
