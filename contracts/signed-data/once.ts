// Made when it is first asked for, and kept as long as what it belongs to: a verifier's roots are looked into once.

export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
