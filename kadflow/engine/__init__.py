"""The rules: (record, facts, command) to events, or a refusal that says why. Pure.

* `folding`, `tracks`: what each event does to the shared record and to a party's own track.
* `deliberation`: the room in which one command is decided.
* `authority`: who may do it, in which capacity; `facts`: what guards look at.
* `rounds`, `answers`, `responses`, `voiding`, `silence`: gates, electorates, rules, answers.
* `steps`: transitions and what entering a state brings.
* `drafting`, `standing`, `families`, `registration`: the other commands.
* `effects`, `timing`: what falls due; `explaining`: why, why not, who is next, since when.
"""
