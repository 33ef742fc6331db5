/** The packages that courses are made with, each of their entries once: their types have to be whole too. */
import * as content from "@gradus/content";
import * as contentNode from "@gradus/content/node";
import * as exercise from "@gradus/exercise";
import * as form from "@gradus/exercise/form";
import * as language from "@gradus/exercise/language";
import * as exerciseNode from "@gradus/exercise/node";
import * as worker from "@gradus/exercise/worker";
import * as cli from "gradus-cli";

export const entries: readonly object[] = [
  content,
  contentNode,
  exercise,
  form,
  language,
  exerciseNode,
  worker,
  cli,
];
