/** Runs and grades the learner's code; a fresh one for every run. */
import { serveBrowserGrader } from "@gradus/exercise/worker";
import * as gradus from "gradus";

serveBrowserGrader({ gradus }, { "gradus/vision": () => import("gradus/vision") });
