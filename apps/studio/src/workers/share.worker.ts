/** Measures how busy the machine is, once. */
import { serveShare } from "@gradus/exercise/worker";

serveShare();
