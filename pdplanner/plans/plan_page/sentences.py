"""The sentences of a plan, by the engine's rules; plan_words puts figures and names into them."""

WHY_NOT = {
    "no gap": "It teaches nothing that anybody here is short of.",
    "done": "Whoever is short of what it teaches has done it.",
    "excluded": "You excluded it.",
    "declined": "{person}, for whom it would come nearest, said no to it.",
    "blacked out": "{lost}",
    "own mentoring": "Nobody mentors themselves.",
    "entry level": "Nobody who is short of it has the level that it starts from.",
    "no seats": "No seats are left.",
    "no seats paid": "No seats are left that money pays: what may pay for it ends before its "
    "other runs begin, or is too little.",
    "over hours": "It takes {hours}. {person} has the most before this plan, {has}: "
    "{missing} too few.",
    "no fund": "No fund with money in this plan may pay for it.",
    "over fund": "{cents} is more than the funds that may pay for it hold.",
    "over cap": "{cents} is more than anybody’s allowance leaves: {person} has most "
    "before this plan, {has}.",
    "prerequisites": "It requires {other}, which {person} has not done and cannot take here.",
    "required earlier": "It begins before {other} ends, which it requires and {person} has not "
    "done.",
    "closed by the plan": "The plan brings everybody to the same levels already{closers}.",
    "dominated": "For {person}, for whom it would come nearest, {other} does as much "
    "for no more money or hours.",
    "session": "For {person}, for whom it would come nearest, it falls on the same days "
    "as {other}.",
    "seats taken": "Its seats go to people for whom it closes more.",
    "paid seats taken": "Its seats that money pays go to people for whom it closes more: what may "
    "pay for it ends before its other runs begin, or is too little.",
    "mentor busy": "{lacks}.",
    "elsewhere": "It would add {more} at most, for {person}, "
    "at {cents} and {hours}{lacks}; {none}.",
}


WHY_NOT_FOR_ONE = {
    "no gap": "Is short of nothing that it teaches.",
    "done": "Has done it.",
    "excluded": "You excluded it.",
    "declined": "Said no to it this year.",
    "blacked out": "Has no run to go to.",
    "own mentoring": "Gives it.",
    "entry level": "Is below the level that it starts from.",
    "no seats": "No seats are left.",
    "no seats paid": "No seats are left that money pays: what may pay for it ends before its "
    "other runs begin, or is too little.",
    "over hours": "It takes {hours}, with {has} before this plan: {missing} too few.",
    "no fund": "No fund with money in this plan may pay for it.",
    "over fund": "{cents} is more than the funds that may pay for it hold.",
    "over cap": "It costs {cents}, with {has} of the allowance before this plan.",
    "prerequisites": "What it requires cannot be taken.",
    "required earlier": "It begins before {other} ends, which it requires.",
    "closed by the plan": "The plan brings the same levels already{closers}.",
    "dominated": "{other} does as much for no more money or hours.",
    "session": "It falls on the same days as {other}.",
    "seats taken": "Its seats go to people for whom it closes more.",
    "paid seats taken": "Its seats that money pays go to people for whom it closes more: what may "
    "pay for it ends before its other runs begin, or is too little.",
    "mentor busy": "{lacks}.",
    "elsewhere": "Would add {more} at {cents} and {hours}{lacks}; {none}.",
    "chosen": "Takes it in this plan.",
}


# Of plans that were built before the figures were kept.
WITHOUT_FIGURES = {
    "over hours": "It takes {hours}: nobody who needs it has as many left.",
    "over cap": "{cents} is more than anybody’s allowance leaves.",
    "mentor busy": "Its mentor has no hours left in this plan.",
}


# What a reason's amount is reckoned in, by its rule: as that rule of a plan.
HAS = {"over hours": "hours", "over cap": "cap"}
NO_PLAN = {
    "unpriced": "{offerings} is a must-have, but its price or hours are not known here.",
    "unrated": "{offerings} is a must-have for {people}, whom nobody has rated yet.",
    "blacked out": "{offerings} is a must-have for {people}, and blackouts leave no run of it.",
    "leaves": "{offerings} is a must-have for {people}, and no run of it ends before they leave.",
    "pinned and excluded": "{offerings} is a must-have for {people} and also ruled out for them.",
    "pinned and done": "{offerings} is a must-have for {people}, who took it already.",
    "hours": "The must-haves of {people} ({offerings}) take more hours than they have.",
    "term hours": "The must-haves of {people} ({offerings}) take more hours of a term than it has.",
    "cap": "The must-haves of {people} ({offerings}) cost more than their allowance.",
    "own mentoring": "{offerings} is a must-have for {people}, who gives it.",
    "mentors": "Must-haves and floor of {people} take more hours of mentors than these have.",
    "seats": "Must-haves and floor of {people} ask for more places in {offerings} than there are.",
    "seats paid": "Must-haves and floor of {people} ask for more places in {offerings} than there "
    "are in runs that begin while the money lasts.",
    "prerequisites": "{offerings} is a must-have, but what it requires cannot be taken.",
    "required earlier": "{offerings}, a must-have, begins before what it requires ends.",
    "sessions": "The must-haves of {people} fall on the same days: {offerings}.",
    "floor": "The floor cannot be met for {people}.",
    "funds": "Must-haves and floor cost more than the funds hold, or than the right funds hold.",
    "cover": "Too many of {people} would be away at once.",
    "pins": "The must-haves of {people} do not fit together: {offerings}.",
    "together": "Must-haves and floor of {people} leave no plan together with {limits}.",
}


LIMITS = {
    "funds": "the money",
    "seats": "the places",
    "mentors": "the hours of mentors",
    "cover": "who may be away",
}


# What would bring somebody to a floor, where that is known.
HELPS = {"hours": "more hours", "cap": "a higher allowance", "funds": "more money"}
FLOOR = {
    "helps": "Lower the floor{or_drop}, or give {helps}.",
    "together": "Lower the floor{or_drop}, or give more hours, a higher allowance and more money "
    "all at once.",
    "nothing": "Lower the floor{or_drop}: with what can be planned here, more hours or money would "
    "not reach it.",
}
# Where it could be reached without some must-haves.
OR_DROP = {
    "helps": ", drop a must-have",
    "together": ", drop a must-have",
    "nothing": " or drop a must-have",
}
FLOOR_BESIDE = (
    "The floor is {needs}; with their must-haves ({offerings}) {people} can close {has} at most."
)


# Where it is about an amount, and both what is asked for and what there is are known.
BY_HOW_MUCH = {
    "hours": "The must-haves of {people} ({offerings}) take {needs}; they have {has}{of}.",
    "term hours": "The must-haves of {people} ({offerings}) take {needs} of a term; it has {has}.",
    "cap": "The must-haves of {people} ({offerings}) cost {needs}; the allowance is {has}.",
    "seats": "{offerings} is a must-have for {needs}, and there is room for {has}.",
    "seats paid": "{offerings} is a must-have for {needs}; in runs that begin while money lasts it "
    "can be paid for {has}.",
    "floor": "The floor is {needs}; {people} can close {has} at most.",
    "funds": "The must-haves and floor of {people} cost at least {needs}; the funds hold {has}.",
    "cover": "{needs} would be away at once, {people} among them; {has} may be.",
}


WHAT_TO_DO = {
    "unpriced": "Enter a quote in the catalog, or drop the must-have.",
    "unrated": "Have them rate themselves first, or drop the must-have.",
    "blacked out": "Drop the must-have, or change the calendar.",
    "leaves": "Leave it out for them, or drop the must-have.",
    "pinned and excluded": "Drop one of the two.",
    "pinned and done": "Drop the must-have.",
    "hours": "Give more hours, or drop a must-have.",
    "term hours": "Give the term more hours, or drop a must-have.",
    "cap": "Raise the allowance, or drop a must-have.",
    "own mentoring": "Drop the must-have.",
    "mentors": "Drop one of them, or give the mentors more hours.",
    "seats": "Drop it for some of them.",
    "seats paid": "Drop it for some of them, or enter money of a fund that lasts longer.",
    "prerequisites": "Drop the must-have.",
    "required earlier": "Drop the must-have.",
    "sessions": "Drop one of them.",
    "floor": "Lower the floor, or give more hours or money.",
    "funds": "Enter more money, or drop a must-have or the floor.",
    "cover": "Drop a must-have.",
    "pins": "Drop one of them.",
    "together": "Loosen any one of them.",
}
