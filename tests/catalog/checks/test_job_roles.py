"""What is told about job-role files that do not fit their framework."""

import pytest


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "I.A.2",
            "I.A.9",
            "job_roles/leader.yaml: targets[1] (I.A.9): small has no such indicator",
        ),
        ("I.A.2", "I.A.1", "job_roles/leader.yaml: I.A.1 has several targets"),
        (
            "good_enough: 4",
            "good_enough: 3",
            "job_roles/leader.yaml: targets[0] (I.A.1): good_enough must be above level 3",
        ),
        (
            "framework: small",
            "framework: big",
            'job_roles/leader.yaml: no framework has the code "big"',
        ),
        ("code: leader", "code: boss", "job_roles/leader.yaml: expected the file name boss.yaml"),
    ],
)
def test_a_job_role_that_does_not_fit_its_framework_is_told(found, old, new, expected):
    assert found("job_roles/leader.yaml", (old, new)) == [expected]
