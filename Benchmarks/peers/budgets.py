"""Prints how measured figures stand against the budgets: for the compare scripts."""


def judge(limits):
    """Prints a row for each name, figure and limit; returns whether all figures are within their limits."""
    print("\n| budget | measured | at most | |\n|---|---:|---:|---|")
    for name, measured, limit in limits:
        verdict = "kept" if measured <= limit else "MISSED"
        print(f"| {name} | {measured:,.3f} | {limit:,.3f} | {verdict} |")
    return all(measured <= limit for _, measured, limit in limits)
