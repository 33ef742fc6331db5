/** Runs the learner's file for its shapes, on a device that computes nothing; kept for as long as it answers. */
import { serveShapes } from "@gradus/exercise/worker";
import * as gradus from "gradus";

serveShapes({ gradus }, { "gradus/vision": () => import("gradus/vision") });
