"""What stands above each table: its title, and what whoever fills or reads it should know."""

TITLES = {
    "Settings": "Settings", "Schools": "Schools", "Agreements": "Agreements",
    "Providers": "Providers of alternative provision", "Schemes": "Charging schemes",
    "Scheme examples": "Charging schemes of other councils",
    "Rates": "Rates", "Calendar": "School terms and closures", "Changes": "Changes in placements",
    "Scenarios": "What might be decided", "Queries": "Queries on charges",
    "Periods": "Accounting periods", "Codes": "Account codes",
    "Approvers": "Who may approve a posting",
    "Services": "Services: what they cost and what pays for them",
    "Charges": "Charges", "Exceptions": "Exceptions", "Signed off": "Warnings signed off",
    "Since last run": "What moved since the last run",
    "To do today": "What waits for a person",
    "Recovery figures": "Answers of schools, debt by age, what is to do",
    "Check results": "What was checked", "Schools summary": "Summary by school",
    "Journal": "Journal", "Invoices": "Invoices, credit notes and net-off advices, line by line",
    "Ledger": "Ledger of what is posted", "Documents": "Documents: invoices and credit notes",
    "Settlements": "Settlements: paid, netted off, written off", "Aged debt": "Aged debt",
    "Letters": "Letters that left", "Ledger extract": "Extract of the finance system's ledger",
    "Reconciliation": "Reconciliation with the finance system",
    "Exclusions register": "The exclusions team's register, pasted in",
    "Provider rolls": "The providers' rolls, pasted in",
    "Place-plus": "Place-plus funding, reconciled to the pupils counted",
    "Service position": "Position of each service",
    "Expected placements": "New placements that are expected",
    "Forecast": "Forecast to 31 March", "Demand": "Demand for places",
    "Year end": "Year end: totals for the CFR and S251 returns",
    "Forum report": "Report to the Schools Forum",
    "Run log": "Run log", "Last run": "What the last run saw",
    "Placements": "Placements: exclusions and leavers",
    "Placements BTA": "Placements: Bromley Trust Alternative Provision Academy",
    "Placements HHT": "Placements: Home and Hospital Tuition Service",
}  # fmt: skip
WORDS = {"Scheme examples": "EXAMPLES – no run reads them"}
"""What a sheet is for, where its role does not say it."""
TYPED = "Type or paste here, values only."
FOLDED = " Press + above the columns for {}: each may bring money."
LOOKED_UP = " Look whether Home school name is the school that you mean."
HINTS = {
    "Placements": TYPED
    + FOLDED.format("free meals, IDACI band, EAL, prior attainment, mobility, care, service child")
    + " Cancelled on and Roll status are there too."
    + LOOKED_UP,
    "Placements BTA": TYPED + FOLDED.format("FSM6 and Looked after") + LOOKED_UP,
    "Placements HHT": TYPED + LOOKED_UP,
    "Providers": "Code is what placement sheets name; Places commissioned is the authority's own.",
    "Exceptions": "A link that selects several cells leads to a column that is folded away: press +"
    " above it.",
    "Forum report": "No school and no pupil is named: fit to be published as it stands.",
    "Schemes": "PEX and LEAVER follow the regulations; other schemes are local. Patterns to copy"
    " from stand on the sheet Scheme examples.",
    "Scheme examples": "Copy a row to Schemes, give it a code of your own, and set In use to Y.",
    "Rates": "Draft rates are used, with a warning, and posted only if that is asked for."
    " Bromley's own values and area cost adjustment are not published here: enter them.",
    "Calendar": "Indicative dates: replace them with the authority's and the academies' own.",
    "Schools": "Cost centres are for the authority to fill in. Rows named “invented” are examples.",
    "Agreements": "Until a school has answered, what it owes is asked for and not billable.",
    "Scenarios": "Examples for medical tuition: type your own, and press Compare. What comes of it"
    " stands on the sheets Scenario totals and Scenario schools.",
    "Expected placements": "Examples: type your own. Average amount blank: the average of what the"
    " scheme has charged so far in the year.",
    "Forecast": "A month is its first day. What is asked without an agreement is not in it.",
    "Periods": "A posting names one of these periods. Its last day is the accounting date of the"
    " journal; what begins later waits for the next period, and a closed one takes no posting.",
    "Codes": "Placeholders: enter the authority's own codes before anything goes to the finance"
    " system. A scheme's own codes, and a school's own cost centre, go before these.",
    "Approvers": "Examples: enter the authority's own. The approver posts, signed in as Login;"
    " somebody else has recalculated before.",
    "Ledger": "Posting adds rows; nothing here is ever changed or deleted, by hand either.",
    "Documents": "Fill in PO number, Issued on and Finance reference.",
    "Settlements": "The team adds a row for each payment, net-off or write-off.",
    "Letters": "The command statements adds rows; nothing here is ever changed or deleted, by hand"
    " either.",
    "Ledger extract": "Paste what the finance system shows; left empty, nothing is reconciled.",
}
