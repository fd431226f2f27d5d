/**
 * What a method has to say: a code with named parameters. The sentences, in both languages, are
 * civic/words: nothing in geo speaks to a user.
 */

export type NoParams = Record<never, never>;

/** Something said: the code of a sentence, and what stands in its gaps. */
export type SaidOf<Phrases> = {
  [C in keyof Phrases]: { readonly code: C; readonly params: Readonly<Phrases[C]> };
}[keyof Phrases];

/** The compiler cannot follow that code and parameters belong together; callers are checked. */
export const sayingOf =
  <Phrases>() =>
  <C extends keyof Phrases>(code: C, params: Phrases[C]): SaidOf<Phrases> =>
    ({ code, params }) as unknown as SaidOf<Phrases>;
