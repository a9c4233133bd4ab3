{{/* Made by scripts/kinds of the table of kinds: what the webhooks are asked about. */}}

{{/* Of Kubernetes itself. */}}
{{- define "release-gate.rules.builtIn" -}}
- apiGroups: [""]
  apiVersions: [v1]
  operations: [CREATE, UPDATE]
  resources: [pods, pods/ephemeralcontainers, podtemplates, replicationcontrollers]
  scope: Namespaced
- apiGroups: [apps]
  apiVersions: [v1]
  operations: [CREATE, UPDATE]
  resources: [deployments, replicasets, statefulsets, daemonsets]
  scope: Namespaced
- apiGroups: [batch]
  apiVersions: [v1]
  operations: [CREATE, UPDATE]
  resources: [jobs, cronjobs]
  scope: Namespaced
{{- end }}

{{/* Custom resources in the namespace that they run in. */}}
{{- define "release-gate.rules.custom" -}}
- apiGroups: [fluxcd.controlplane.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [resourcesets]
  scope: Namespaced
- apiGroups: [operators.coreos.com]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [catalogsources, clusterserviceversions]
  scope: Namespaced
- apiGroups: [argoproj.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [rollouts, experiments, analysistemplates, analysisruns, workflows, workflowtemplates, cronworkflows, workflowtasksets, eventsources, sensors]
  scope: Namespaced
- apiGroups: [serving.knative.dev]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [services, configurations, revisions]
  scope: Namespaced
- apiGroups: [apps.kruise.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [clonesets, statefulsets, daemonsets, broadcastjobs, advancedcronjobs, imagepulljobs, imagelistpulljobs, ephemeraljobs, uniteddeployments]
  scope: Namespaced
- apiGroups: [tekton.dev]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [tasks, taskruns, pipelines, pipelineruns, stepactions]
  scope: Namespaced
- apiGroups: [jobset.x-k8s.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [jobsets]
  scope: Namespaced
- apiGroups: [leaderworkerset.x-k8s.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [leaderworkersets]
  scope: Namespaced
- apiGroups: [disaggregatedset.x-k8s.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [disaggregatedsets]
  scope: Namespaced
- apiGroups: [keda.sh]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [scaledjobs]
  scope: Namespaced
- apiGroups: [batch.volcano.sh]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [jobs, cronjobs]
  scope: Namespaced
- apiGroups: [flow.volcano.sh]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [jobtemplates]
  scope: Namespaced
- apiGroups: [kueue.x-k8s.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [workloads]
  scope: Namespaced
- apiGroups: [kubeflow.org]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [tfjobs, pytorchjobs, xgboostjobs, paddlejobs, jaxjobs, mpijobs, notebooks]
  scope: Namespaced
- apiGroups: [trainer.kubeflow.org]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [trainjobs, trainingruntimes]
  scope: Namespaced
- apiGroups: [serving.kserve.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [inferenceservices, servingruntimes]
  scope: Namespaced
- apiGroups: [ray.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [rayclusters, rayservices, rayjobs, raycronjobs]
  scope: Namespaced
- apiGroups: [sparkoperator.k8s.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [sparkapplications, scheduledsparkapplications, sparkconnects]
  scope: Namespaced
- apiGroups: [flink.apache.org]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [flinkdeployments]
  scope: Namespaced
- apiGroups: [kubevirt.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [virtualmachines, virtualmachineinstances, virtualmachineinstancereplicasets]
  scope: Namespaced
- apiGroups: [pool.kubevirt.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [virtualmachinepools]
  scope: Namespaced
- apiGroups: [monitoring.coreos.com]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [prometheuses, prometheusagents, alertmanagers, thanosrulers]
  scope: Namespaced
- apiGroups: [postgresql.cnpg.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [clusters, imagecatalogs, poolers]
  scope: Namespaced
- apiGroups: [kafka.strimzi.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [kafkas, kafkaconnects, kafkamirrormaker2s, kafkabridges]
  scope: Namespaced
- apiGroups: [core.strimzi.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [strimzipodsets]
  scope: Namespaced
- apiGroups: [elasticsearch.k8s.elastic.co]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [elasticsearches]
  scope: Namespaced
- apiGroups: [kibana.k8s.elastic.co]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [kibanas]
  scope: Namespaced
- apiGroups: [apm.k8s.elastic.co]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [apmservers]
  scope: Namespaced
- apiGroups: [beat.k8s.elastic.co]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [beats]
  scope: Namespaced
- apiGroups: [agent.k8s.elastic.co]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [agents]
  scope: Namespaced
- apiGroups: [logstash.k8s.elastic.co]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [logstashes]
  scope: Namespaced
- apiGroups: [rabbitmq.com]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [rabbitmqclusters]
  scope: Namespaced
- apiGroups: [grafana.integreatly.org]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [grafanas]
  scope: Namespaced
- apiGroups: [opentelemetry.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [opentelemetrycollectors, instrumentations]
  scope: Namespaced
- apiGroups: [k8s.keycloak.org]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [keycloaks]
  scope: Namespaced
- apiGroups: [minio.min.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [tenants]
  scope: Namespaced
- apiGroups: [postgres-operator.crunchydata.com]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [postgresclusters]
  scope: Namespaced
- apiGroups: [databases.spotahome.com]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [redisfailovers]
  scope: Namespaced
- apiGroups: [vault.banzaicloud.com]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [vaults]
  scope: Namespaced
- apiGroups: [actions.github.com]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [autoscalingrunnersets, ephemeralrunnersets, ephemeralrunners]
  scope: Namespaced
- apiGroups: [actions.summerwind.dev]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [runners, runnerdeployments, runnerreplicasets, runnersets]
  scope: Namespaced
- apiGroups: [apps.openshift.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [deploymentconfigs]
  scope: Namespaced
{{- end }}

{{/* What decides about other namespaces than its own. */}}
{{- define "release-gate.rules.elsewhere" -}}
- apiGroups: [argoproj.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [applications, applicationsets, clusteranalysistemplates, clusterworkflowtemplates]
  scope: "*"
- apiGroups: [source.toolkit.fluxcd.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [gitrepositories, ocirepositories, helmcharts]
  scope: "*"
- apiGroups: [helm.toolkit.fluxcd.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [helmreleases]
  scope: "*"
- apiGroups: [kustomize.toolkit.fluxcd.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [kustomizations]
  scope: "*"
- apiGroups: [image.toolkit.fluxcd.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [imagepolicies, imageupdateautomations]
  scope: "*"
- apiGroups: [helm.cattle.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [helmcharts, helmchartconfigs]
  scope: "*"
- apiGroups: [pkg.crossplane.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [providers, functions, configurations, providerrevisions, functionrevisions, configurationrevisions, deploymentruntimeconfigs]
  scope: "*"
- apiGroups: [apps.kruise.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [sidecarsets]
  scope: "*"
- apiGroups: [tekton.dev]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [clustertasks]
  scope: "*"
- apiGroups: [trainer.kubeflow.org]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [clustertrainingruntimes]
  scope: "*"
- apiGroups: [serving.kserve.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [clusterservingruntimes]
  scope: "*"
- apiGroups: [postgresql.cnpg.io]
  apiVersions: ["*"]
  operations: [CREATE, UPDATE]
  resources: [clusterimagecatalogs]
  scope: "*"
{{- end }}

