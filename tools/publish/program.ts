/** What someone who installed the packages may write: compiled against the packed types, then run. */
import { type CsvTable, decodeCsv, decodeJpeg } from "@gradus/data";
import { data, manualSeed, nn, optim, type Tensor, tensor, type train } from "gradus";
import * as page from "gradus/browser";
import { boxIou } from "gradus/vision";

manualSeed(1);
const x = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
const y: Tensor = tensor([[0], [1], [1], [0]]);
const model = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1));
const optimizer = new optim.AdamW(model.parameters(), { lr: 0.05 });
for (let step = 0; step < 200; step++) {
  const loss = nn.functional.binaryCrossEntropyWithLogits(model.call(x), y);
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
}
const answers: readonly number[] = Array.from(await model.call(x).sigmoid().data(), Math.round);

const table: CsvTable = await decodeCsv("x,y\n1,2\n");
const jpeg = await data.encodeJpeg(data.arrayData(new Uint8Array(64), [8, 8]));
const image: data.ArrayData = await decodeJpeg(jpeg);
const network: train.ModelName = "lenet";
// @ts-expect-error a text is no learning rate
const wrong = (): unknown => new optim.SGD(model.parameters(), { lr: "0.1" });
// @ts-expect-error what is given must be there under exactOptionalPropertyTypes
const absent: data.DecodeCsvOptions = { header: undefined };

const iou: number = await boxIou(tensor([[0, 0, 1, 2]]), tensor([[0, 0, 1, 1]])).item();

const sum: number = await page.tensor([1, 2, 3]).sum().item();

console.log(
  JSON.stringify({
    sum,
    iou,
    answers,
    names: table.names,
    shape: image.shape,
    network,
    wrong: typeof wrong,
    absent,
  }),
);
