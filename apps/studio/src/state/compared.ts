/** What a comparison's result.json says: which libraries were run, and which was left out and why. */

export interface Compared {
  /** Names with versions, as "PyTorch 2.13.0". */
  readonly gradus: string;
  readonly pytorch: string;
  /** Keras, and what computed for it; null where it was not run. */
  readonly keras: { readonly name: string; readonly backend: string } | null;
  /** The module that was not there when Keras was not run. */
  readonly missing: string;
}

const backends: Readonly<Record<string, string>> = {
  tensorflow: "TensorFlow",
  torch: "PyTorch",
  jax: "JAX",
};

/** Null where there is no result, or none that says the libraries agree. */
export function readCompared(text: string | null): Compared | null {
  if (text === null) return null;
  try {
    const { agree, keras, missing, versions } = JSON.parse(text);
    if (agree !== true) return null;
    const backend = backends[versions.kerasBackend] ?? String(versions.kerasBackend);
    return {
      gradus: `Gradus ${versions.gradus}`,
      pytorch: `PyTorch ${String(versions.torch).split("+")[0]}`,
      keras: keras === null ? null : { name: `Keras ${versions.keras}`, backend },
      missing: backends[missing] ?? String(missing),
    };
  } catch {
    return null;
  }
}
