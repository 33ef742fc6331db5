/** What grading came to: every check, and for the one that failed all there is to see. */
import {
  type CheckReport,
  type Expectation,
  type Failure,
  type TypeProblem,
  typesAreTheCause,
  type Verdict,
} from "@gradus/exercise";
import type { JSX } from "preact";
import { lessonHref } from "../router.ts";
import { catalogue } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Asking } from "./expectation.tsx";
import { Icon } from "./icons.tsx";
import { PictureView } from "./picture.tsx";
import { ShownView } from "./shown.tsx";

function FailureView({ failure }: { failure: Failure }): JSX.Element {
  const { difference } = failure;
  return (
    <div class="failure">
      <p class="failure-message">{failure.message}</p>
      {failure.misconception && (
        <div class="misconception">
          <strong>
            {t.looksLike}: {failure.misconception.name}
          </strong>
          <p>{failure.misconception.explanation}</p>
        </div>
      )}
      {failure.picture && <PictureView picture={failure.picture} />}
      <CaseView failure={failure} />
      {(failure.expected || failure.got) && (
        <div class="versus">
          {failure.expected && (
            <section>
              <h4>{t.expected}</h4>
              <ShownView value={failure.expected} path={difference?.path ?? []} />
            </section>
          )}
          {failure.got && (
            <section>
              <h4>{t.got}</h4>
              <ShownView value={failure.got} path={difference?.path ?? []} />
            </section>
          )}
        </div>
      )}
      {difference && (
        <p class="small muted">
          {difference.path.length > 0 && `${t.firstDifference(pathText(difference.path))}. `}
          {t.differs(difference.count, difference.of)}
        </p>
      )}
    </div>
  );
}

/** The case that failed, and what the function was called with. */
function CaseView({ failure, open = false }: { failure: Failure; open?: boolean }): JSX.Element {
  return (
    <>
      {failure.case && (
        <p class="small">
          <span class="muted">{t.inCase}</span> {failure.case}
        </p>
      )}
      {failure.inputs && failure.inputs.length > 0 && (
        <details open={open}>
          <summary>{t.inputs}</summary>
          <dl class="shown-record">
            {failure.inputs.map(([name, value]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  <ShownView value={value} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

const pathText = (path: readonly (string | number)[]): string =>
  path.map((p) => (typeof p === "number" ? `[${p}]` : `.${p}`)).join("");

/** What ended the run as a whole is said once, above the checks. */
function CheckRow({
  report,
  said,
  asked,
}: {
  report: CheckReport;
  said?: string;
  asked?: Expectation | null;
}): JSX.Element {
  const { failure } = report;
  const icon = report.status === "passed" ? "check" : report.status === "failed" ? "cross" : null;
  return (
    <li class={`check ${report.status}`}>
      <span class="check-name">
        <span class="check-icon">{icon && <Icon name={icon} size={15} />}</span>
        {report.name}
      </span>
      {failure && failure.message !== said && (
        <Asking asked={asked} about={<CaseView failure={failure} open />}>
          <FailureView failure={failure} />
        </Asking>
      )}
    </li>
  );
}

/** A sentence with what stands between backticks as code. */
const Ticked = ({ text }: { text: string }): JSX.Element => (
  <span>
    {text.split("`").map((part, i) => (i % 2 === 1 ? <code key={part}>{part}</code> : part))}
  </span>
);

const TypeProblems = ({ problems }: { problems: readonly TypeProblem[] }): JSX.Element => (
  <section class="type-problems">
    <strong>{t.typesTell}</strong>
    <ul class="plain">
      {problems.map(({ line, message }) => (
        <li key={`${line} ${message}`}>
          <span class="muted">{t.line(line)}</span> <Ticked text={message} />
        </li>
      ))}
    </ul>
  </section>
);

export function VerdictView({
  verdict,
  asked,
}: {
  verdict: Verdict;
  /** What to ask before it is shown what differs. */
  asked?: Expectation | null;
}): JSX.Element {
  const head = verdict.passed ? t.passed : verdict.checks.length > 0 ? t.notYet : t.endedEarly;
  const blamed = catalogue.value?.exercises.find((e) => e.id === verdict.blame?.exercise);
  return (
    <div class={`verdict ${verdict.passed ? "passed" : "failed"}`}>
      <p class="verdict-head">
        <Icon name={verdict.passed ? "check" : "cross"} />
        <strong>{head}</strong>
        {verdict.passed && <span class="muted">{t.passedAll(verdict.checks.length)}</span>}
      </p>
      {verdict.trouble && (
        <p class="trouble">
          {verdict.trouble.message}
          {"line" in verdict.trouble && verdict.trouble.line !== undefined && (
            <span class="muted"> ({t.line(verdict.trouble.line)})</span>
          )}
        </p>
      )}
      {typesAreTheCause(verdict) && <TypeProblems problems={verdict.problems ?? []} />}
      {blamed && (
        <p class="blame">
          {t.blame(blamed.title)} <a href={lessonHref(blamed.lesson, blamed.id)}>{t.blameOpen}</a>
        </p>
      )}
      <ul class="checks">
        {verdict.checks.map((r) => (
          <CheckRow
            key={r.name}
            report={r}
            {...(asked && { asked })}
            {...(verdict.trouble && { said: verdict.trouble.message })}
          />
        ))}
      </ul>
      {verdict.problems && !typesAreTheCause(verdict) && (
        <TypeProblems problems={verdict.problems} />
      )}
    </div>
  );
}
