{{/* The environments in their order: {"list": [{name, namespaces, …}, …]}. */}}
{{- define "release-gate.environments" -}}
{{- $keys := list }}
{{- range $name, $environment := .Values.environments }}
{{- if $environment }}
{{- $order := 50 }}
{{- if hasKey $environment "order" }}{{ $order = int $environment.order }}{{ end }}
{{- $keys = append $keys (printf "%06d/%s" $order $name) }}
{{- end }}
{{- end }}
{{- $list := list }}
{{- $seen := dict }}
{{- range sortAlpha $keys }}
{{- $name := splitList "/" . | last }}
{{- $environment := get $.Values.environments $name }}
{{- range $environment.namespaces }}
{{- if hasKey $seen . }}
{{- fail (printf "the namespaces %q are given to both %s and %s: take them from one" . (get $seen .) $name) }}
{{- end }}
{{- $_ := set $seen . $name }}
{{- end }}
{{- $list = append $list (merge (dict "name" $name) $environment) }}
{{- end }}
{{- if not (has .Values.defaultEnvironment (concat (keys .Values.environments) (list "production" "test" "dev"))) }}
{{- fail (printf "defaultEnvironment %s is not one of the environments" .Values.defaultEnvironment) }}
{{- end }}
{{- dict "list" $list | toJson }}
{{- end }}

{{/* Is the API server to ask for this environment? If anything in it is denied, or could be. */}}
{{- define "release-gate.isAsked" -}}
{{- $rules := dict "pre-release" "deny" "pre-latest" "deny" "sha" "deny" "digest" "deny" "unknown" "deny" "invalid" "deny" }}
{{- if eq .name "test" }}{{ $rules = dict "invalid" "deny" }}{{ end }}
{{- if eq .name "dev" }}{{ $rules = dict }}{{ end }}
{{- $rules = mergeOverwrite $rules (deepCopy (.rules | default dict)) }}
{{- $denies := has "deny" (concat (values $rules) (values (.revisionRules | default dict)) (list .placeholders)) }}
{{- if not (kindIs "invalid" .webhook) }}{{ $denies = .webhook }}{{ end }}
{{- if $denies }}true{{ end }}
{{- end }}

{{- define "release-gate.isGlob" -}}
{{- if regexMatch "[*?]" . }}true{{ end }}
{{- end }}

{{/* A list of globs as one regular expression (RE2) for a whole name. */}}
{{- define "release-gate.regex" -}}
{{- $parts := list }}
{{- range . }}
{{- $parts = append $parts (regexQuoteMeta . | replace "\\*" ".*" | replace "\\?" ".") }}
{{- end }}
{{- printf "^(?:%s)$" (join "|" $parts) }}
{{- end }}

{{/* Namespaces that nobody judges. */}}
{{- define "release-gate.excluded" -}}
{{- dict "list" (concat (list .Release.Namespace "kube-system" "kube-public" "kube-node-lease") .Values.webhook.excludedNamespaces | uniq) | toJson }}
{{- end }}

{{/*
Which namespaces ask about which environment: {"list": [{name, environment, expressions, conditions}, …]}.
The first that holds decides, as at the server: the label, if it names an environment; the names and
globs of the environments in their order; the default environment. What an earlier one has is kept
from the later ones, so that no two ask about the same namespace.
*/}}
{{- define "release-gate.selectors" -}}
{{- $label := "release-gate.power-edge.io/environment" }}
{{- $nameKey := "kubernetes.io/metadata.name" }}
{{- $environments := (include "release-gate.environments" . | fromJson).list }}
{{- $excluded := (include "release-gate.excluded" . | fromJson).list }}
{{- $all := list }}
{{- range $environments }}{{ $all = append $all .name }}{{ end }}
{{- $unlabelled := dict "key" $label "operator" "NotIn" "values" $all }}
{{- $list := list }}
{{- $earlierNames := list }}
{{- $earlierGlobs := list }}
{{- $default := dict "name" .Values.defaultEnvironment }}
{{- range $environment := $environments }}
{{- if eq .name $.Values.defaultEnvironment }}{{ $default = . }}{{ end }}
{{- $isAsked := include "release-gate.isAsked" . }}
{{- $names := list }}
{{- $globs := list }}
{{- range .namespaces }}
{{- if include "release-gate.isGlob" . }}
{{- $globs = append $globs . }}
{{- else if and (not (has . $excluded)) (not (and $earlierGlobs (regexMatch (include "release-gate.regex" $earlierGlobs) .))) }}
{{- $names = append $names . }}
{{- end }}
{{- end }}
{{- if $isAsked }}
{{- $expressions := list
      (dict "key" $label "operator" "In" "values" (list .name))
      (dict "key" $nameKey "operator" "NotIn" "values" $excluded) }}
{{- $list = append $list (dict "name" (printf "%s.label" .name) "environment" . "expressions" $expressions "conditions" list) }}
{{- if $names }}
{{- $expressions := list (dict "key" $nameKey "operator" "In" "values" $names) $unlabelled }}
{{- $list = append $list (dict "name" (printf "%s.name" .name) "environment" . "expressions" $expressions "conditions" list) }}
{{- end }}
{{- if $globs }}
{{- $expressions := list
      (dict "key" $nameKey "operator" "NotIn" "values" (concat $excluded $earlierNames $names | uniq))
      $unlabelled }}
{{- $conditions := list (dict "name" "namespace-matches" "expression" (printf "request.namespace.matches('%s')" (include "release-gate.regex" $globs))) }}
{{- if $earlierGlobs }}
{{- $conditions = append $conditions (dict "name" "no-earlier-environment-matches" "expression" (printf "!request.namespace.matches('%s')" (include "release-gate.regex" $earlierGlobs))) }}
{{- end }}
{{- $list = append $list (dict "name" (printf "%s.glob" .name) "environment" . "expressions" $expressions "conditions" $conditions) }}
{{- end }}
{{- end }}
{{- $earlierNames = concat $earlierNames $names }}
{{- $earlierGlobs = concat $earlierGlobs $globs }}
{{- end }}
{{- if include "release-gate.isAsked" $default }}
{{- $expressions := list
      (dict "key" $nameKey "operator" "NotIn" "values" (concat $excluded $earlierNames | uniq))
      $unlabelled }}
{{- $conditions := list }}
{{- if $earlierGlobs }}
{{- $conditions = list (dict "name" "no-environment-matches" "expression" (printf "!request.namespace.matches('%s')" (include "release-gate.regex" $earlierGlobs))) }}
{{- end }}
{{- $list = append $list (dict "name" (printf "%s.default" $default.name) "environment" $default "expressions" $expressions "conditions" $conditions) }}
{{- end }}
{{- dict "list" $list | toJson }}
{{- end }}
