import { useWords } from "../i18n/use-words.js";
import { CategorySign } from "../layers/category-sign.js";
import { topCategories } from "../layers/legend.js";
import { useSession } from "../session/session-context.js";
import {
  type Period,
  periodsOf,
  type Release,
  type ReleaseArea,
  saidOf,
} from "./public-numbers.js";
import { usePeriodWords } from "./use-period-words.js";

interface PublicAreaProps {
  release: Release;
  area: ReleaseArea;
  onClear(): void;
}

/** Everything that is published of one area, each number with the months it is for. */
export function PublicArea({ release, area, onClear }: PublicAreaProps) {
  const { t, name, number } = useWords();
  const { categories } = useSession();
  return (
    <section>
      <h3 className="group-title">
        {area.name}
        <button type="button" className="link" onClick={onClear}>
          {t("publicClear")}
        </button>
      </h3>
      <dl className="fields published">
        <div>
          <dt>{t("publicHouseholds")}</dt>
          <dd>{number(area.households)}</dd>
        </div>
        {topCategories(categories).map((c) => (
          <div key={c.code}>
            <dt>
              <CategorySign code={c.code} />
              {name(c)}
            </dt>
            <dd>
              <PublicNumber
                release={release}
                area={area}
                category={c.code}
                whole={periodsOf(release, c.code)[0]}
              />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface PublicNumberProps {
  release: Release;
  area: ReleaseArea;
  category: string;
  whole: Period | undefined;
}

function PublicNumber({ release, area, category, whole }: PublicNumberProps) {
  const { t, number } = useWords();
  const spanOf = usePeriodWords();
  const said = whole && saidOf(release, String(area.id), category, whole);
  if (!said || said.kind === "nothing")
    return <span className="muted">{t("publicSuppressed")}</span>;
  if (said.kind === "exact")
    return (
      <>
        {number(said.count)} <span className="muted small">{spanOf(whole)}</span>
      </>
    );
  return (
    <>
      {t("publicAtLeast", { count: number(said.count) })}{" "}
      <span className="muted small">
        {t("publicPartOf", { published: said.published, months: said.months })}
      </span>
    </>
  );
}
