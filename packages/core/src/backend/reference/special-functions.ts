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
    const b = 2 * t * b1 - b2 + (coefficients[j] as number);
    b2 = b1;
    b1 = b;
  }
  return t * b1 - b2 + (coefficients[0] as number);
}

/** `erf(x)/x` for x² in [0, 1], in t = 2x² − 1. */
const erfSmall = [
  0.97547693938265409598, -0.14226120510371364238, 0.010035582187599795576,
  -0.00057687646997674847651, 0.000027419931252196061034, -1.1043175507344507604e-6,
  3.848875542034503695e-8, -1.180858253387546697e-9, 3.2334215826050909646e-11,
  -7.9910159470045487582e-13, 1.7990725113961455612e-14, -3.7186354878186926382e-16,
  7.1035990037142529712e-18, -1.2612455119155225832e-19,
];

/** `(x + 3)·exp(x²)·erfc(x)` for x ≥ 0, in t = (x − 3)/(x + 3). */
const erfcScaled = [
  1.4134382239808719605, -1.1314768490746973784, 0.35410810034248636275, -0.085087040099085454546,
  0.014615273272816639163, -0.0013795571636296328358, -0.000064290667143159455807,
  0.000039043421097724046549, -2.64278507485605409e-6, -8.239440143910853358e-7,
  1.3247975697671356525e-7, 1.9195225156726448524e-8, -5.0305071637453932508e-9,
  -5.842006410267007244e-10, 1.8742323910408168522e-10, 2.4373672656733487206e-11,
  -6.9909438396676971757e-12, -1.2573115617675998927e-12, 2.4580005806439089578e-13,
  7.0057416323787789868e-14, -6.7327756949467096912e-15, -3.8434305894151518485e-15,
  3.3163748896188907e-18, 1.933738540694711909e-16, 1.9575527926615459386e-17,
  -8.0386516602744545093e-18, -2.0047100385362378473e-18, 1.9118004290428140402e-19,
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
  0.64493406684822643647, 0.2020569031595942854, 0.082323233711138191516, 0.036927755143369926331,
  0.017343061984449139715, 0.0083492773819228268398, 0.0040773561979443393787,
  0.0020083928260822144179, 0.00099457512781808533715, 0.0004941886041194645587,
  0.00024608655330804829864, 0.00012271334757848914675, 0.000061248135058704829259,
  0.000030588236307020493552, 0.000015282259408651871733, 7.6371976378997622736e-6,
  3.8172932649998398565e-6, 1.9082127165539389257e-6, 9.5396203387279611315e-7,
  4.7693298678780646312e-7, 2.3845050272773299e-7, 1.1921992596531107307e-7,
  5.9608189051259479612e-8, 2.9803503514652280186e-8, 1.4901554828365041235e-8,
  7.450711789835429492e-9, 3.7253340247884570548e-9, 1.8626597235130490064e-9,
].map((zeta, i) => (i % 2 === 0 ? zeta : -zeta) / (i + 2));

const eulerGamma = 0.57721566490153286061;

/** `ln Γ(2 + z)` for |z| ≤ 1/2, exact in relative terms around its zero. */
function lgammaNearTwo(z: number): number {
  let sum = 0;
  for (let i = zetaSeries.length - 1; i >= 0; i--) sum = (sum + (zetaSeries[i] as number)) * z;
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
  for (let i = stirling.length - 1; i >= 0; i--)
    sum = sum * inverse * inverse + (stirling[i] as number);
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

/** `d/dx ln Γ(x)`; as in PyTorch ∓∞ at ±0 and NaN at the negative whole numbers. */
export function digamma(x: number): number {
  if (x === 0) return Object.is(x, -0) ? Infinity : -Infinity;
  if (x === Infinity) return x;
  if (x < 0) {
    if (Number.isInteger(x) || x === -Infinity) return Number.NaN;
    // ψ(1 − x) − ψ(x) = π·cot πx, with the fraction taken first so that the tangent is exact.
    const fraction = x - Math.round(x);
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction);
  }
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift += 1 / y;
    y += 1;
  }
  const inverse = 1 / (y * y);
  let sum = 0;
  for (let i = digammaSeries.length - 1; i >= 0; i--)
    sum = (sum + (digammaSeries[i] as number)) * inverse;
  return Math.log(y) - 0.5 / y - sum - shift;
}
