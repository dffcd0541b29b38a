// Errors that are recognised across copies of this package: its two formats in one process, two versions, two realms.
// A prototype carries the name of its class under a symbol that all copies share, and `instanceof` looks for the name.

const BRAND = Symbol.for('kakaocert-simulator.error');

/**
 * Marks a class of errors by its name, in a static block of the class: from then on `error instanceof` it holds for the
 * errors of that class, and of its subclasses, of every copy. A subclass without a mark, a user's own, stays an ordinary
 * class.
 */
export function brand(type: { readonly prototype: Error }, name: string): void {
  Object.defineProperty(type.prototype, BRAND, { value: name });
  Object.defineProperty(type, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (this !== type) return Function.prototype[Symbol.hasInstance].call(this as () => void, value);
      return carries(value, name);
    },
  });
}

/** Whether one of the prototypes of `value` is a class of this name. */
function carries(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return false;
  const own = Object.getOwnPropertyDescriptor(prototype, BRAND)?.value;
  return own === name || carries(prototype, name);
}
