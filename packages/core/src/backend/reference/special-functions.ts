/**
 * The special functions JavaScript lacks, in double precision: erf, erfc, erfinv, lgamma, digamma.
 * Polynomials are Chebyshev expansions of the functions themselves, computed to 60 digits and cut
 * where their terms fall below the last bit.
 */

/** `Σ cⱼ·Tⱼ(t)` by Clenshaw's recurrence. */
function chebyshev(coefficients: readonly number[], t: number): number {
  let b1 = 0;
  let b2 = 0;
  for (let j = coefficients.length - 1; j > 0; j--) {
    const b = 2 * t * b1 - b2 + coefficients[j];
    b2 = b1;
    b1 = b;
  }
  return t * b1 - b2 + coefficients[0];
}

/** `erf(x)/x` for x² in [0, 1], in t = 2x² − 1. */
const erfSmall = [
  0.9754769393826541, -0.14226120510371365, 0.010035582187599796, -0.0005768764699767485,
  2.741993125219606e-5, -1.1043175507344507e-6, 3.8488755420345036e-8, -1.1808582533875466e-9,
  3.2334215826050907e-11, -7.991015947004549e-13, 1.7990725113961456e-14, -3.718635487818693e-16,
  7.103599003714253e-18, -1.2612455119155226e-19,
];

/** `(x + 3)·exp(x²)·erfc(x)` for x ≥ 0, in t = (x − 3)/(x + 3). */
const erfcScaled = [
  1.413438223980872, -1.1314768490746974, 0.35410810034248635, -0.08508704009908545,
  0.014615273272816639, -0.0013795571636296329, -6.429066714315945e-5, 3.9043421097724045e-5,
  -2.642785074856054e-6, -8.239440143910853e-7, 1.3247975697671355e-7, 1.919522515672645e-8,
  -5.030507163745393e-9, -5.842006410267007e-10, 1.8742323910408168e-10, 2.4373672656733487e-11,
  -6.990943839667697e-12, -1.2573115617676e-12, 2.458000580643909e-13, 7.005741632378779e-14,
  -6.73277569494671e-15, -3.843430589415152e-15, 3.3163748896188907e-18, 1.9337385406947118e-16,
  1.957552792661546e-17, -8.038651660274454e-18, -2.004710038536238e-18, 1.911800429042814e-19,
];

/** `exp(−x²)`: x² is split so that its rounding error, which exp would magnify, is kept. */
function expMinusSquare(x: number): number {
  const high = Math.round(x * 16) / 16;
  return Math.exp(-high * high) * Math.exp(-(x - high) * (x + high));
}

function erfcPositive(x: number): number {
  if (x > 27.5) return 0;
  return (expMinusSquare(x) * chebyshev(erfcScaled, (x - 3) / (x + 3))) / (x + 3);
}

/** The error function `2/√π ∫₀ˣ e^(−t²) dt`. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a <= 1) return x * chebyshev(erfSmall, 2 * x * x - 1);
  if (Number.isNaN(x)) return x;
  const y = 1 - erfcPositive(a);
  return x < 0 ? -y : y;
}

/** `1 − erf(x)`, exact in relative terms where it is small. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0.5) return 1 - erf(x);
  return erfcPositive(x);
}

/** The inverse of `erf`: a first guess (Winitzki 2008), then Halley's steps. */
export function erfinv(y: number): number {
  const a = Math.abs(y);
  if (!(a < 1)) return a === 1 ? y * Infinity : Number.NaN;
  if (a === 0) return y;
  const log = Math.log1p(-a * a);
  const t = 2 / (Math.PI * 0.147) + log / 2;
  let x = Math.sqrt(Math.sqrt(t * t - log / 0.147) - t);
  for (let i = 0; i < 3; i++) {
    const error = a < 0.5 ? erf(x) - a : 1 - a - erfc(x);
    const step = (error * Math.sqrt(Math.PI)) / 2 / expMinusSquare(x);
    x -= step / (1 + x * step);
  }
  return y < 0 ? -x : x;
}

/** `(−1)ᵏ(ζ(k) − 1)/k` for k = 2, 3, …: the series of ln Γ(2 + z). */
const zetaSeries = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993,
  0.01734306198444914, 0.008349277381922827, 0.00407735619794434, 0.0020083928260822143,
  0.0009945751278180853, 0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915,
  6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6,
  3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
  1.4901554828365043e-8, 7.45071178983543e-9, 3.725334024788457e-9, 1.862659723513049e-9,
].map((zeta, i) => (i % 2 === 0 ? zeta : -zeta) / (i + 2));

const eulerGamma = 0.5772156649015329;

/** `ln Γ(2 + z)` for |z| ≤ 1/2, exact in relative terms around its zero. */
function lgammaNearTwo(z: number): number {
  let sum = 0;
  for (let i = zetaSeries.length - 1; i >= 0; i--) sum = (sum + zetaSeries[i]) * z;
  return z * (1 - eulerGamma + sum);
}

/** `B₂ₖ/(2k(2k−1))`, k = 1 …: Stirling's series for ln Γ. */
const stirling = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360_360,
  1 / 156,
  -3617 / 122_400,
];

function lgammaPositive(x: number): number {
  if (x < 0.5) return lgammaNearTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return lgammaNearTwo(x - 1) - Math.log1p(x - 1);
  if (x < 10) {
    let product = 1;
    let y = x;
    while (y > 2.5) {
      y -= 1;
      product *= y;
    }
    return Math.log(product) + lgammaNearTwo(y - 2);
  }
  if (x > 1e300) return x * (Math.log(x) - 1);
  const inverse = 1 / x;
  let sum = 0;
  for (let i = stirling.length - 1; i >= 0; i--) sum = sum * inverse * inverse + stirling[i];
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + sum * inverse;
}

/** `sin(πx)`, exact at whole numbers. */
function sinPi(x: number): number {
  const r = x - 2 * Math.round(x / 2);
  if (Math.abs(r) > 0.5) return Math.sin(Math.PI * (Math.sign(r) - r));
  return Math.sin(Math.PI * r);
}

/** `ln |Γ(x)|`; ∞ at 0 and the negative whole numbers. */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x)) return Infinity;
  if (x > 0) return lgammaPositive(x);
  if (Number.isInteger(x)) return Infinity;
  // Γ(2 + x) = (1 + x)·x·Γ(x); the product below would vanish for tiny x.
  if (x >= -0.5) return lgammaNearTwo(x) - Math.log1p(x) - Math.log(-x);
  // Γ(x)·Γ(−x) = −π / (x·sin πx)
  return Math.log(Math.PI / Math.abs(x * sinPi(x))) - lgammaPositive(-x);
}

/** `B₂ₖ/(2k)`, k = 1 …: the asymptotic series of ψ. */
const digammaSeries = [
  1 / 12,
  -1 / 120,
  1 / 252,
  -1 / 240,
  1 / 132,
  -691 / 32_760,
  1 / 12,
  -3617 / 8160,
];

/** The derivative of `lgammaNearTwo`. */
function digammaNearTwo(z: number): number {
  let sum = 0;
  for (let i = zetaSeries.length - 1; i >= 0; i--) sum = (sum + (i + 2) * zetaSeries[i]) * z;
  return 1 - eulerGamma + sum;
}

/** `d/dx ln Γ(x)`; as in PyTorch ∓∞ at ±0 and NaN at the negative whole numbers. */
export function digamma(x: number): number {
  if (x === 0) return Object.is(x, -0) ? Infinity : -Infinity;
  if (x === Infinity) return x;
  if (x < 0) {
    if (Number.isInteger(x) || x === -Infinity) return Number.NaN;
    // ψ(1 − x) − ψ(x) = π·cot πx; π/tan would miss the zeros of the cotangent.
    const fraction = x - Math.round(x);
    return digamma(1 - x) - (Math.PI * sinPi(fraction + 0.5)) / sinPi(fraction);
  }
  if (x < 10) {
    // From the series about 2, by ψ(x + 1) = ψ(x) + 1/x.
    let y = x;
    let shift = 0;
    for (; y < 1.5; y += 1) shift -= 1 / y;
    for (; y > 2.5; y -= 1) shift += 1 / (y - 1);
    return digammaNearTwo(y - 2) + shift;
  }
  const inverse = 1 / (x * x);
  let sum = 0;
  for (let i = digammaSeries.length - 1; i >= 0; i--) sum = (sum + digammaSeries[i]) * inverse;
  return Math.log(x) - 0.5 / x - sum;
}
