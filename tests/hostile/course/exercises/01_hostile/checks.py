"""The hidden checks of the course for hostile submissions: one for each kind of question."""

CANARY = "{{CHECKS}}"


def test_normalized(same, rng):
    """normalized: arrays of several lengths"""
    for n in (5, 3):
        x = rng.normal(size=n)
        same(lambda impl, x=x: impl.normalized(x))


def test_statistics(same, rng):
    """statistics: a dict, asked twice"""
    for n, d in ((4, 3), (6, 2)):
        X = rng.normal(size=(n, d))
        same(lambda impl, X=X: impl.statistics(X))


def test_model(same, rng):
    """Model: an object that is moved, then asked"""
    w, x, other = rng.normal(size=(3, 4))

    def moved(impl):
        model = impl.Model(w)
        return {"first": model.step(x), "second": model.step(other, lr=0.25), "w": model.w}

    same(moved)


def test_batches(same, learner, rng):
    """batches: every row, in order"""
    X = rng.normal(size=(7, 2))
    same(lambda impl: list(impl.batches(X, 3)))
    sizes = [len(rows) for rows in learner.batches(X, 2)]
    assert sizes == [2, 2, 2, 1], "batches: 7 rows by 2 must come as 2, 2, 2 and 1"


def test_save(same, rng):
    """Model.save: an .npz file with w"""
    w = rng.normal(size=3)

    def saved(impl):
        impl.Model(w).save(impl.path("model.npz"))
        return {name: array for name, array in impl.npz("model.npz").items() if name == "w"}

    same(saved)
