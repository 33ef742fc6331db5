/** The studio's start: theme and frame at once, a page as soon as its data is here. */

import { effect } from "@preact/signals";
import type { JSX } from "preact";
import { render } from "preact";
import { lazy, Suspense } from "preact/compat";
import { MissingPage } from "./pages/missing.tsx";
import { PathPage } from "./pages/path.tsx";
import { navigate, newAddress, route, startRouter } from "./router.ts";
import { connection } from "./state/connection.ts";
import { catalogue, loadWorkspace, watchWorkspace } from "./state/workspace.ts";
import { t } from "./strings/strings.ts";
import { Shell } from "./ui/shell.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/figure.css";
import "./styles/path.css";
import "./styles/lesson.css";
import "./styles/editor.css";

const LessonPage = lazy(() => import("./pages/lesson.tsx").then((m) => m.LessonPage));
const PlaygroundPage = lazy(() => import("./pages/playground.tsx").then((m) => m.PlaygroundPage));
const ReviewPage = lazy(() => import("./pages/review.tsx").then((m) => m.ReviewPage));
const StepPage = lazy(() => import("./pages/course.tsx").then((m) => m.StepPage));
const CoursePage = lazy(() => import("./pages/course.tsx").then((m) => m.CoursePage));
const PlacementPage = lazy(() => import("./pages/placement.tsx").then((m) => m.PlacementPage));
const ReadinessPage = lazy(() => import("./pages/readiness.tsx").then((m) => m.ReadinessPage));
const RunsPage = lazy(() => import("./pages/runs.tsx").then((m) => m.RunsPage));

function Page(): JSX.Element {
  const at = route.value;
  switch (at.page) {
    case "path":
      return <PathPage />;
    case "lesson":
      return <LessonPage key={at.id} id={at.id} exercise={at.exercise} />;
    case "review":
      return <ReviewPage id={at.id} />;
    case "step":
      return <StepPage id={at.id} />;
    case "course":
      return <CoursePage id={at.id} />;
    case "placement":
      return <PlacementPage key={at.course} course={at.course} />;
    case "readiness":
      return <ReadinessPage />;
    case "playground":
      return <PlaygroundPage />;
    case "runs":
      return <RunsPage id={at.id} />;
    case "missing":
      return <MissingPage />;
  }
}

/** Addresses that were written down before there were courses lead to where they meant. */
effect(() => {
  const { value } = catalogue;
  if (!value || route.value.page !== "lesson") return;
  const ids = value.lessons.map((l) => l.id);
  const href = newAddress(location.pathname, ids);
  if (href) navigate(href + location.search + location.hash, { replace: true });
});

function App(): JSX.Element {
  return (
    <Shell>
      {connection.value === "no-key" ? (
        <p class="page">{t.noToken}</p>
      ) : (
        <Suspense fallback={<p class="page muted">{t.loading}</p>}>
          <Page />
        </Suspense>
      )}
    </Shell>
  );
}

startRouter();
const root = document.getElementById("app");
if (root) render(<App />, root);
void loadWorkspace().then(watchWorkspace);
