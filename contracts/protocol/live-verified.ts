// What the live service was seen to keep: a row of the fidelity ledger (`operation:…`, `error:…`, `field:….…`, `timing:…`)
// and the day of the recording that saw it, as `liveVerified` of the contract suite tells it. Nothing else may stand here.

/** Row → ISO date. Empty: nobody has recorded the live service yet. */
export const liveVerifiedOn: Readonly<Record<string, string>> = {};
