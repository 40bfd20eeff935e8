# One front door. Everything here runs inside the active virtual environment.
.PHONY: setup fix check lint types layers docs test office fast demo approve samples soak
setup:
	pip install -e ".[test]"
fix:
	PYTHONPATH=. python docs/generate.py
	ruff format . && ruff check --fix .
lint:
	ruff format --check . && ruff check .
types:
	mypy
layers:
	lint-imports
docs:
	PYTHONPATH=. python docs/generate.py --check
fast:
	pytest -n 2 -m "not office and not slow"
check: lint types layers docs fast
test:
	pytest
office:
	pytest -m office
demo:
	thidua demo
soak:
	python -m tests.soak kills --times $(or $(TIMES),20)
	python -m tests.soak faults
	python -m tests.soak files $(FILES)
approve:
	pytest --approve
samples:
	rm -rf input_templates/vi_du
	python -c "from pathlib import Path; from thidua_batch import pipeline; pipeline.write_examples(Path('input_templates/vi_du'))"
	rm -rf input_templates/vi_du/*/.thidua
