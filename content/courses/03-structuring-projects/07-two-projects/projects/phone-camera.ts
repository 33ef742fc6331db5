/** A project to steer: a network that learned from a catalogue's pictures, and customers who send photos. */
import {
  defineProject,
  type Inspection,
  type Measured,
  type Mistake,
  type ProjectAction,
  type ProjectOutcome,
} from "@gradus/content";
import {
  type Asked,
  answered,
  catalogueImages,
  errorOf,
  errorsByKind,
  kinds,
  mostCopies,
  type Picture,
  type Plan,
} from "../clothes-shop.ts";

const mostLooked = 100;
const tops = [0, 2, 4, 6];
const shoes = [5, 7, 9];

const start: Plan = {
  catalogue: 500,
  photos: 0,
  camera: "none",
  copies: 1,
  hidden: 24,
  dropout: 0,
  steps: 300,
  trainDev: false,
  photoDev: false,
  relabelled: false,
  weighted: false,
  looking: false,
};

/** An action. Whoever does anything but look has another network, whose mistakes nobody has looked at. */
const action = (
  step: Omit<ProjectAction<Plan>, "edit">,
  change: (plan: Plan) => Partial<Plan>,
): ProjectAction<Plan> => ({
  ...step,
  edit: (plan) => ({ ...plan, looking: false, ...change(plan) }),
});

const actions = [
  action(
    {
      id: "look",
      label: "Look at 100 mistakes",
      text: "Error analysis on the dev set: which mistakes there are, and how many of each kind. On photos, if there is a dev set of photos.",
      days: 1,
      times: 3,
    },
    () => ({ looking: true }),
  ),
  action(
    {
      id: "train-dev",
      label: "Set aside a train-dev set",
      text: "An eighth of the training pictures is no longer learned from. It is measured on instead.",
      days: 1,
    },
    () => ({ trainDev: true }),
  ),
  action(
    {
      id: "photo-dev",
      label: "A dev set of photos",
      text: "250 photos of customers, labelled with care. Nothing is learned from them.",
      days: 3,
    },
    () => ({ photoDev: true }),
  ),
  action(
    {
      id: "catalogue",
      label: "450 more catalogue pictures",
      text: "From the same catalogue, with labels from the same suppliers.",
      days: 2,
      times: 2,
    },
    ({ catalogue }) => ({ catalogue: catalogue + 450 }),
  ),
  action(
    {
      id: "photos",
      label: "150 photos to learn from",
      text: "Ask customers for photos, have them labelled, and mix them with the training pictures.",
      days: 5,
      times: 3,
    },
    ({ photos }) => ({ photos: photos + 150 }),
  ),
  action(
    {
      id: "camera-light",
      label: "Simulate a camera: blur and light",
      text: "Make the training pictures darker, blurred and grainy, each by chance in its own way.",
      days: 2,
    },
    () => ({ camera: "light" }),
  ),
  action(
    {
      id: "camera-all",
      label: "Simulate how it is held",
      text: "Turn the training pictures, move them, show them smaller and larger as well.",
      days: 2,
      needs: ["camera-light", "look"],
    },
    () => ({ camera: "all" }),
  ),
  action(
    {
      id: "copies",
      label: `Simulate ${mostCopies} shots of each`,
      text: "The simulated camera takes every catalogue picture three times, each time in another way.",
      days: 1,
      needs: ["camera-light"],
    },
    () => ({ copies: mostCopies }),
  ),
  action(
    {
      id: "bigger",
      label: "A bigger network",
      text: "More hidden units: from 24 to 64, the second time to 96.",
      days: 1,
      times: 2,
    },
    ({ hidden }) => ({ hidden: hidden === start.hidden ? 64 : 96 }),
  ),
  action(
    {
      id: "longer",
      label: "Train for longer",
      text: "From 300 steps to 600, the second time to 800.",
      days: 1,
      times: 2,
    },
    ({ steps }) => ({ steps: steps === start.steps ? 600 : 800 }),
  ),
  action(
    {
      id: "dropout",
      label: "More regularisation",
      text: "Dropout: each hidden unit is left out three times in ten while it trains.",
      days: 1,
    },
    () => ({ dropout: 0.3 }),
  ),
  action(
    {
      id: "relabel",
      label: "Have all labels checked",
      text: "Some labels of the catalogue are wrong. Have them mended, in the training pictures and in the dev set.",
      days: 3,
    },
    () => ({ relabelled: true }),
  ),
  action(
    {
      id: "metric",
      label: "Another metric: the worst kind",
      text: "Measure the kind that is wrong most often, and let kinds count more in training, the more often they are wrong on the dev set.",
      days: 1,
    },
    () => ({ weighted: true }),
  ),
];

/** What can be told of a photo from how it was taken. */
const shotTags: Readonly<Record<string, (p: Picture) => boolean>> = {
  dark: ({ shot }) => shot.light < 0.6,
  blurred: ({ shot }) => shot.blur > 1.2,
  turned: ({ shot }) => Math.abs(shot.angle) > 0.2,
  "off the middle": ({ shot }) => Math.max(Math.abs(shot.right), Math.abs(shot.down)) > 1.8,
  "shown small": ({ shot }) => shot.zoom < 0.85,
  "wrong label": ({ label, truth }) => label !== truth,
};

/** The first mistakes of the first network, with their tags. */
function inspect({ pictures, answers }: Asked, of: string): Inspection {
  const first = answers[0] ?? [];
  const wrong = pictures.flatMap((p, i) => (first[i] === p.label ? [] : [[p, first[i]] as const]));
  const tagsOf = (p: Picture): string[] =>
    Object.entries(shotTags).flatMap(([tag, has]) => (has(p) ? [tag] : []));
  const mistakes = wrong.slice(0, mostLooked).map(([p, answer = 0]): Mistake => {
    const both = (group: readonly number[]) => group.includes(p.label) && group.includes(answer);
    return {
      picture: { rows: 28, columns: 28, values: Array.from(p.image, (v) => Math.round(255 * v)) },
      truth: kinds[p.label] ?? "",
      answer: kinds[answer] ?? "",
      tags: [
        ...tagsOf(p),
        ...(both(tops) ? ["one top for another"] : []),
        ...(both(shoes) ? ["one shoe for another"] : []),
      ],
    };
  });
  const shares = Object.entries(shotTags)
    .map(([tag, has]) => [tag, pictures.filter(has).length / pictures.length] as const)
    .filter(([, share]) => share > 0);
  const error = wrong.length / pictures.length;
  return { of, error, mistakes, shares: Object.fromEntries(shares) };
}

const points = (share: number): string => (100 * share).toFixed(1);

/**
 * The largest step between two numbers that follow each other, where both are known. The catalogue's dev set is between
 * them as long as the training pictures are like it.
 */
function largestGap(plan: Plan, values: Measured["values"]): string[] {
  const alike = plan.camera === "none" && plan.photos === 0;
  const chain = ["train", "train-dev", ...(alike ? ["dev"] : []), "photo-dev"];
  const known = chain.flatMap((id) => {
    const value = values[id];
    return typeof value === "number" ? [{ id, value }] : [];
  });
  const gaps = known.slice(1).map(({ id, value }, i) => {
    const before = known[i] as { id: string; value: number };
    return { names: `${before.id} to ${id}`, gap: value - before.value };
  });
  const [largest] = gaps.sort((a, b) => b.gap - a.gap);
  return largest ? [`The largest gap: ${largest.names}, ${points(largest.gap)} points.`] : [];
}

const sum = (plan: Plan): string =>
  `${plan.catalogue} catalogue pictures${plan.copies > 1 ? `, ${plan.copies} shots of each` : ""}, ${plan.photos} photos; ${plan.hidden} hidden units, ${plan.steps} steps.`;

/** What an outcome says. */
function end({ own, others, reference }: ProjectOutcome): string {
  const users = own.values.users ?? 1;
  const [modeller = 1, looker = 1] = others.map((o) => o.values.users ?? 1);
  const lines: string[] = [];
  const best = Math.min(modeller, looker);
  lines.push(
    users <= best
      ? `Your network is wrong for **${points(users)} %** of the customers' photos, and neither of the other two is better.`
      : `Your network is wrong for **${points(users)} %** of the customers' photos. One of the other ways came to ${points(best)} %.`,
  );
  lines.push(
    `Working on the network and the catalogue alone led to ${points(modeller)} %. Its error on the catalogue fell, and the photos saw little of it: the two sets are two worlds. Looking first, and then bringing the training pictures closer to the photos, led to ${points(looker)} %. With everything there is, it is ${points(reference)} %.`,
  );
  if (!own.actions.includes("photo-dev"))
    lines.push(
      "You had no dev set of photos. Every number you saw was about pictures that no customer sends.",
    );
  if (own.actions.includes("camera-light") && !own.actions.includes("camera-all"))
    lines.push(
      "You simulated blur and light, and not how a phone is held. A simulation helps with what is in it.",
    );
  if (own.actions.includes("photo-dev") || own.actions.includes("train-dev"))
    lines.push("Sets to measure on bought nothing by themselves. They told you where to go.");
  lines.push(
    "A gain of two points may be chance: with 500 photos the error itself is uncertain by about two. The order matters, too: what a decision bought depends on what was done before.",
  );
  return lines.join("\n\n");
}

export default defineProject<Plan>({
  title: "Clothes through a phone's camera",
  brief: `A shop wants to sort what its customers sell second-hand. They take a photo with their phone, and a network says which of
ten kinds it is. The team has a first network. It learned from 500 clean pictures of a **catalogue**, and it is measured on a
dev set from the same catalogue. Customers complain.

You have 18 days. Every action costs some of them. After each, two networks are really trained from your decisions, and the
mean of their errors is shown. What counts is the error on **customers' photos**. You will see it when you hand in.`,
  days: 18,
  start,
  goal: "users",
  measures: [
    { id: "train", label: "train", text: "the pictures it learned from" },
    { id: "train-dev", label: "train-dev", text: "the same kind of pictures, set aside" },
    { id: "dev", label: "dev", text: "250 other catalogue pictures" },
    { id: "photo-dev", label: "photo dev", text: "250 photos of customers" },
    {
      id: "worst",
      label: "worst kind",
      text: "the kind that is wrong most often, on the dev set in use",
    },
    { id: "users", label: "customers", text: "500 photos that nobody has looked at", atEnd: true },
    { id: "users-worst", label: "customers, worst kind", text: "the same photos", atEnd: true },
  ],
  actions,
  strategies: [
    {
      name: "The model builder",
      why: "A better network, more of the same data, cleaner labels.",
      actions: [
        ...["bigger", "longer", "catalogue", "bigger", "longer"],
        ...["dropout", "catalogue", "relabel", "metric"],
      ],
    },
    {
      name: "The one who looks first",
      why: "Measure where it will be used, look, then change what differs.",
      actions: [
        ...["photo-dev", "look", "train-dev", "camera-light", "camera-all", "copies"],
        ...["relabel", "longer", "bigger", "catalogue", "longer"],
      ],
    },
  ],
  reference: {
    label: "with everything",
    text: "600 photos, the whole catalogue with right labels through the simulated camera, longer training: more than you can buy, and about the best of such a network. Measured on customers' photos.",
    state: {
      ...start,
      catalogue: catalogueImages,
      photos: 600,
      camera: "all",
      hidden: 96,
      steps: 1200,
      relabelled: true,
    },
  },
  sources: [
    { label: "How pictures and labels come about, and what is trained", file: "clothes-shop.ts" },
  ],
  assets: ["fashion-ten"],
  async measure(plan, { assets, signal, progress }) {
    const sets = await answered(assets["fashion-ten"] as Uint8Array, plan, { signal, progress });
    const inUse = plan.photoDev ? sets.photoDev : sets.catalogueDev;
    const byKind = errorsByKind(inUse);
    const worst = Math.max(...byKind);
    const values = {
      train: errorOf(sets.train),
      "train-dev": plan.trainDev ? errorOf(sets.trainDev) : null,
      dev: errorOf(sets.catalogueDev),
      "photo-dev": plan.photoDev ? errorOf(sets.photoDev) : null,
      worst: plan.weighted ? worst : null,
      users: errorOf(sets.users),
      "users-worst": Math.max(...errorsByKind(sets.users)),
    };
    return {
      values,
      notes: [
        sum(plan),
        ...largestGap(plan, values),
        ...(plan.weighted
          ? [`Worst kind: ${kinds[byKind.indexOf(worst)]}, wrong for ${points(worst)} %.`]
          : []),
      ],
      ...(plan.looking && {
        inspection: inspect(inUse, plan.photoDev ? "the dev set of photos" : "the dev set"),
      }),
    };
  },
  end,
});
