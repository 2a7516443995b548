"""What the operations of a service need beyond published months: assumptions."""

JUDGED = "assumption"

ASSUMPTIONS = [
    (
        "resources_allocated_other",
        1.59,
        1.2,
        1.7,
        "vehicles per incident",
        "D",
        "as C4 of England 2023-24 (AmbSYS A47); nothing is published for incidents outside C1 to C4",
        "resources of Other, and of a category without figures",
    ),
    (
        "resources_arriving_other",
        1.05,
        1,
        1.1,
        "vehicles per incident",
        "D",
        "as C4 of England 2023-24 (AmbSYS A48); nothing is published for incidents outside C1 to C4",
        "resources of Other, and of a category without figures",
    ),
]
