# Every command of this repository. The work is done by dev/, which nothing that ships depends on.
# Variables are passed on to it: make test ONLY=path, make db DB=name, ODOO=folder, PYTHON=path ...

.DEFAULT_GOAL := help
COMMANDS := demo test lint format bench maven tsp pvrp db shell serve update screens uninstall-check i18n dist requirements stop clean
.PHONY: help $(COMMANDS)
export

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## everything from nothing, then a demo on PORT (8069)
test: ## the whole suite; ONLY=<path or expression> for a part of it
format: ## let the formatters change what lint complains of
lint: ## every linter, no warning left; ONLY=<hook> for one of them
bench: ## the benchmarks; ONLY=<name>, DATA=<folder>
maven: ## the public CRM data set DATA=<folder> into DB=<name>
pvrp: ## periodic routes for FILE=<instance>; LIMIT=<seconds>, SEED, OUT=<file>
tsp: ## the shortest tour through FILE=<.tsp>; LIMIT=<seconds>, SEED, OUT=<file>
db: ## a fresh database DB=<name> with the add-on; DEMO=1 for demo data
shell: ## an Odoo shell on DB=<name>, reading a script from standard input
serve: ## serve DB=<name> on PORT (8069)
update: ## bring the add-on in DB=<name> up to date with the source
screens: ## screenshots of DB=<name> into .dev/screens; ONLY=<screen name>
uninstall-check: ## install, use, update and uninstall on a plain Odoo: nothing changes, nothing stays
i18n: ## export the translation template and merge the translations with it
dist: ## a wheel that installs next to Odoo, into dist/
requirements: ## pin the Python packages again (needs uv)
stop: ## stop the private PostgreSQL
clean: ## stop it and remove everything fetched or made

$(COMMANDS):
	@dev/run $@
