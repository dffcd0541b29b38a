// What has the focus may go away: a button that was pressed, a row that a filter drops. Whoever works by keyboard goes on
// from the message, the row or the page that held it.

const holdersOf = (element: Element | null): readonly HTMLElement[] => {
  const holder = element?.parentElement?.closest<HTMLElement>('[tabindex="-1"]') ?? null;
  return holder === null ? [] : [holder, ...holdersOf(holder)];
};

export function keepFocus(): void {
  let last: Element | undefined;
  let holders: readonly HTMLElement[] = [];
  document.addEventListener('focusin', ({ target }) => {
    last = target as Element;
    holders = holdersOf(last);
  });
  document.addEventListener('focusout', ({ target }) => {
    // One that went away says so too, in some browsers: by the end of this turn it is known.
    queueMicrotask(() => {
      if (last === target && last?.isConnected === true) last = undefined;
    });
  });
  new MutationObserver(() => {
    if (last === undefined || last.isConnected || document.activeElement !== document.body) return;
    last = undefined;
    holders.find(({ isConnected }) => isConnected)?.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}
